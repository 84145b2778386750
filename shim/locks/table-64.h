/* SPDX-License-Identifier: MIT
 *
 * Where time_t has 64 bits anyway, or files are meant: no forms besides.
 */
