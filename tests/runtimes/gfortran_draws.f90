! SPDX-License-Identifier: MIT
! What gfortran.c draws from: Fortran as it is written, for C to call.
module draws
	use, intrinsic :: iso_c_binding
	implicit none
contains
	subroutine draw_reals(numbers) bind(c)
		real(c_double), intent(out) :: numbers(3)
		real(4) :: single
		real(16) :: quad
		call random_number(numbers(1))
		call random_number(single)
		call random_number(quad)
		numbers(2) = single
		numbers(3) = real(quad, c_double)
	end subroutine

	subroutine draw_array(numbers) bind(c)
		real(c_double), intent(out) :: numbers(3)
		real(10) :: wide(3)
		call random_number(wide)
		numbers = real(wide, c_double)
	end subroutine

	! A thread of OpenMP's draws each; the slower one's is a state of its own, too.
	subroutine draw_parallel(numbers) bind(c)
		use omp_lib
		real(c_double), intent(out) :: numbers(3)
		real(8) :: own
		numbers = 0
		!$omp parallel num_threads(3) private(own)
		call random_number(own)
		numbers(omp_get_thread_num() + 1) = own
		!$omp end parallel
	end subroutine

	subroutine seed_numbers() bind(c)
		include 'gfortran_seed.inc'
	end subroutine

	! By the system.
	subroutine seed_anew() bind(c)
		call random_seed()
	end subroutine

	! What it would draw from.
	subroutine draw_state(numbers) bind(c)
		real(c_double), intent(out) :: numbers(3)
		integer, allocatable :: seed(:)
		integer :: length
		call random_seed(size = length)
		allocate (seed(length))
		call random_seed(get = seed)
		numbers = seed(1:3)
	end subroutine

	! By the standard's other way, to the same end: then the image repeats.
	subroutine seed_repeatable() bind(c)
		call random_init(.true., .true.)
	end subroutine

	subroutine draw_old(numbers) bind(c)
		real(c_double), intent(out) :: numbers(3)
		numbers(1) = irand()
		numbers(2) = rand()
		numbers(3) = irand(0)
	end subroutine

	! A seed, and its first number.
	subroutine seed_by_flag() bind(c)
		real :: first
		first = rand(42)
	end subroutine

	subroutine seed_old() bind(c)
		call srand(42)
	end subroutine
end module
