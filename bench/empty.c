/* SPDX-License-Identifier: MIT */
/* empty.so, linked the usual way: what preloading costs before an object does anything.
 */

void forkseed_bench_empty(void);

void forkseed_bench_empty(void)
{
}
