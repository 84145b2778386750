! SPDX-License-Identifier: MIT
! Compiled with integers of 8 bytes, of which a seed takes half as many: another function.
subroutine seed_wide() bind(c)
	implicit none
	integer, allocatable :: seed(:)
	integer :: length
	call random_seed(size = length)
	allocate (seed(length), source = 42)
	call random_seed(put = seed)
end subroutine
