#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A Fortran program with OpenMP, which calls random_seed(put=...) before each of its parallel regions, as one does to
# have a part repeated. One expects random_number() to give the same numbers again, in all threads or, if the seed
# were the calling thread's alone, in that one and others by chance. Seen in gfortran 12.2.0 (Debian 12), between the
# two: the first region repeats from run to run in all threads; in the regions after it the first thread repeats
# and the others go on with the old seed, as a thread takes a seed at its first draw and never again (source:
# libgfortran/intrinsics/random.c; manual, RANDOM_SEED), and OpenMP's threads live on. Which stream a thread
# has is told by how many drew before it, not by its number: drawn in another order, all but one change.
. "$(dirname "$0")/lib.bash"
packages gfortran-12=12.2.0-14+deb12u1 gcc-12=12.2.0-14+deb12u1 cpp-12=12.2.0-14+deb12u1 \
	libgfortran-12-dev=12.2.0-14+deb12u1 libgcc-12-dev=12.2.0-14+deb12u1 libgfortran5=12.2.0-14+deb12u1 \
	libgomp1=12.2.0-14+deb12u1 libquadmath0=12.2.0-14+deb12u1

cat >"$tmp/program.f90" <<'END'
! ./program THREADS up|down: a line for each of two regions: the numbers of threads 0 to 3, or of four turns of
! one; thread 0 draws first, the others in the order of their numbers, or the other way round.
program seeds
  use omp_lib
  implicit none
  integer :: threads, size, region, turn, who
  integer, allocatable :: seed(:)
  character(len=8) :: word
  real :: numbers(0:3)
  call get_command_argument(1, word)
  read (word, *) threads
  call get_command_argument(2, word)
  call random_seed(size=size)
  allocate (seed(size))
  seed = 42
  do region = 1, 2
    call random_seed(put=seed)
    !$omp parallel num_threads(threads) private(turn, who)
    do turn = 0, 3
      who = turn
      if (word == 'down' .and. turn > 0) who = 4 - turn
      !$omp barrier
      if (omp_get_thread_num() == mod(who, threads)) call random_number(numbers(who))
    end do
    !$omp end parallel
    print '(4f11.8)', numbers
  end do
end program
END
compiler=$(find "$root/usr/bin" -name '*-gfortran-12')
run "$compiler" -O1 -fopenmp "$tmp/program.f90" -o "$tmp/program" || exit 1

# number REGION THREAD of what the program printed
number() { awk -v region="$1" -v column=$(($2 + 1)) 'NR == region { print $column }'; }
same() { if [ "$1" = "$2" ]; then echo yes; else echo no; fi; }
one=$(OMP_DYNAMIC=false run "$tmp/program" 1 up)
four=$(OMP_DYNAMIC=false run "$tmp/program" 4 up)
down=$(OMP_DYNAMIC=false run "$tmp/program" 4 down)
seen yes "1 thread: the second region repeats the first" "$(same "$(sed 1d <<<"$one")" "$(sed 2d <<<"$one")")"
seen yes "4 threads: the first region is that of another run" \
	"$(same "$(sed 2d <<<"$four")" "$(OMP_DYNAMIC=false run "$tmp/program" 4 up | sed 2d)")"
for thread in 0 1 2 3; do
	wanted=no
	[ $thread != 0 ] || wanted=yes
	seen $wanted "4 threads: thread $thread's number is repeated in the second region" \
		"$(same "$(number 1 $thread <<<"$four")" "$(number 2 $thread <<<"$four")")"
done
seen yes "thread 3, as the second to draw, has what thread 1 had as the second" \
	"$(same "$(number 1 3 <<<"$down")" "$(number 1 1 <<<"$four")")"
finish
