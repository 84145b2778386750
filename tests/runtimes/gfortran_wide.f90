! SPDX-License-Identifier: MIT
! Compiled with integers of 8 bytes, of which a seed takes half as many: another function.
subroutine seed_wide() bind(c)
	implicit none
	include 'gfortran_seed.inc'
end subroutine
