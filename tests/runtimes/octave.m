% SPDX-License-Identifier: MIT
% What forks.h does, with Octave's random numbers. Usage: octave-cli octave.m KIND HOW [N].
1;
function line = draw (kind)
  switch (kind)
    case "rand"
      numbers = [rand(), rand()];
    case "matrix"
      numbers = [rand(2, 3)(:)', double(rand(2, "single"))(:)'];
    case "normal"
      numbers = [randn(), randn(1, 3), double(randn("single"))];
    case "exponential"
      numbers = [rande(), rande(1, 3)];
    case "gamma"
      numbers = [randg(2), randg(0.5, 1, 3)];
    case "poisson"
      numbers = [randp(1e6), randp(1e7, 1, 3)];
    case "integers"
      numbers = randi(1e9, 1, 3);
    case "permutation"
      numbers = randperm(40);
    otherwise % the last one draws a distribution that was not drawn from before
      numbers = [randn(), rand(), rande(), rand(), randg(2)];
  end
  line = sprintf("%.17g ", numbers);
end

function leave ()
  fflush(stdout);
  kill(getpid(), 9);
end

function child_prints (kind, children)
  pid = fork();
  if (pid == 0)
    puts([draw(kind) "\n"]);
    fflush(stdout);
    for i = 1:children
      child_prints(kind, 0);
    end
    leave();
  end
  waitpid(pid);
end

function seed ()
  for name = {"rand", "randn", "rande", "randg", "randp"}
    feval(name{1}, "state", 42);
  end
end

function run_parent (kind)
  seed();
  for i = 1:8
    puts([draw(kind) "\n"]);
    fflush(stdout);
    pid = fork();
    if (pid == 0)
      draw(kind);
      leave();
    end
    waitpid(pid);
  end
end

words = argv();
kind = words{1};
how = words{2};
count = 8;
if (strcmp(how, "parent"))
  run_parent(kind);
else
  if (strcmp(how, "seeded"))
    seed();
  elseif (strcmp(how, "unchosen"))
    seed();
    rand("state", "reset");
  end
  if (! strcmp(how, "fresh"))
    draw(kind);
  end
  for i = 1:count
    child_prints(kind, 2 * strcmp(how, "apart"));
  end
end
