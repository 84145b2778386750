; SPDX-License-Identifier: MIT
; What forks.h does, with CHICKEN's numbers. Usage: csi -s chicken.scm KIND HOW.
(import (chicken process) (chicken random) (chicken process-context) (chicken blob) (chicken string))

(define kind (car (command-line-arguments)))
(define how (cadr (command-line-arguments)))

(define (draw)
  (string-intersperse
    (map ->string
      (cond ((string=? kind "integer") (list (pseudo-random-integer 1000000000) (pseudo-random-integer 1000000000) (pseudo-random-integer 1000000000)))
            ((string=? kind "large") (list (pseudo-random-integer 100000000000000000000000000)))
            (else (list (pseudo-random-real) (pseudo-random-real)))))))

(define (in-child act)
  (process-wait (process-fork act #t)))

(define (print-draw) (print (draw)) (flush-output))

(define (repeat count act) (when (> count 0) (act) (repeat (- count 1) act)))

(define (seed)
  (set-pseudo-random-seed! (string->blob "a seed of 32 bytes, no less ....")))

(cond
  ((string=? how "parent")
   (seed)
   (repeat 8 (lambda () (print-draw) (in-child draw))))
  (else
   (when (string=? how "seeded") (seed))
   (unless (string=? how "fresh") (draw))
   (repeat 8
     (lambda ()
       (in-child
         (lambda ()
           (print-draw)
           (when (string=? how "apart") (repeat 2 (lambda () (in-child print-draw))))))))))
