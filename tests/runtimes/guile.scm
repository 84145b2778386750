; SPDX-License-Identifier: MIT
; What forks.h does, with Guile's random. Usage: guile.scm KIND HOW [N]; the kinds are below.
(define arguments (cdr (command-line)))
(define how (cadr arguments))
(define mine (random-state-from-platform))
(define copy (copy-random-state mine))

; At least 64 bits.
(define draw
  (case (string->symbol (car arguments))
    ((integer) (lambda () (random 340282366920938463463374607431768211456)))
    ((uniform) (lambda () (list (random:uniform) (random:exp))))
    ((normal) (lambda () (random:normal))) ; every second one is kept from the one before
    ((platform) (lambda () (random 1e20 mine)))
    ((copy) (lambda () (random 1e20 copy)))
    ((vector) (lambda () (let ((vector (make-vector 3 0.0))) (random:hollow-sphere! vector) vector)))))

(define (seed!) (set! *random-state* (seed->random-state 42)))
(define (print-draw) (display (draw)) (newline) (force-output))
(define (child-prints children)
  (if (zero? (primitive-fork))
      (begin
        (print-draw)
        (do ((i 0 (+ i 1))) ((= i children)) (child-prints 0))
        (primitive-_exit 0))
      (waitpid WAIT_ANY)))

(cond
 ((equal? how "parent")
  (seed!)
  (do ((i 0 (+ i 1))) ((= i 8))
    (print-draw)
    (if (zero? (primitive-fork)) (begin (draw) (primitive-_exit 0)) (waitpid WAIT_ANY))))
 (else
  (if (equal? how "seeded") (seed!))
  (if (equal? how "datum") (set! *random-state* (datum->random-state (random-state->datum mine))))
  (if (not (equal? how "fresh")) (draw))
  (do ((i 0 (+ i 1))) ((= i 8)) (child-prints (if (equal? how "apart") 2 0)))))
