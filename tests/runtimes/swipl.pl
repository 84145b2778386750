% SPDX-License-Identifier: MIT
% What forks.h does, with SWI-Prolog's random. Usage: swipl.pl KIND HOW; KIND: integer,
% float or permutation.
% A second thread, which SWI-Prolog starts for its garbage, is missed by children that halt.
:- set_prolog_gc_thread(false).
:- use_module(library(unix)).
:- use_module(library(random)).

draw(integer, X) :- random_between(1, 1000000000000000000000, X).
draw(float, [X, Y]) :- random(X), random(Y).
draw(permutation, Xs) :- numlist(1, 30, List), random_permutation(List, Xs).

print_draw(Kind) :- draw(Kind, X), writeln(X), flush_output.

child_prints(Kind, Children) :-
	fork(Pid),
	(   Pid == child
	->  print_draw(Kind), forall(between(1, Children, _), child_prints(Kind, 0)), halt
	;   wait(_, _)
	).

begin(seeded) :- set_random(seed(42)).
begin(large) :- X is 42 ** 60, set_random(seed(X)).
begin(parent) :- set_random(seed(42)).
begin(again) :- set_random(seed(42)), set_random(seed(random)).
begin(_).

run(Kind, parent) :-
	!,
	forall(between(1, 8, _),
		( print_draw(Kind), fork(Pid), ( Pid == child -> draw(Kind, _), halt ; wait(_, _) ) )).
run(Kind, How) :-
	( How == fresh -> true ; draw(Kind, _) ),
	( How == apart -> Children = 2 ; Children = 0 ),
	forall(between(1, 8, _), child_prints(Kind, Children)).

main :-
	current_prolog_flag(argv, [Kind, How|_]),
	once(begin(How)),
	run(Kind, How),
	halt.
:- initialization(main).
