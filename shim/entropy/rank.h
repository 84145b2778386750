/* SPDX-License-Identifier: MIT
 *
 * Which of a job's ranks this process belongs to: MPI and Slurm say it in a variable of
 * the environment. Read while the shim starts, in reproducible mode only.
 */
#pragma once

/* The text of the first variable of SETTINGS_RANKS that is there, or of the one that
 * FORKSEED_SEED_RANK names; NULL where there is none. Valid as long as the environment.
 */
const char *rank_text(void);
