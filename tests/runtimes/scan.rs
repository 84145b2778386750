// SPDX-License-Identifier: MIT
// Generators of Rust's rand: the kind and how many numbers the parent draws before. Each child
// prints a line.
use rand::{Rng, RngCore, SeedableRng};
use std::io::Write;
extern "C" {
    fn fork() -> i32;
    fn _exit(status: i32) -> !;
    fn waitpid(pid: i32, status: *mut i32, options: i32) -> i32;
}
fn line(r: &mut dyn RngCore) -> String {
    format!("{:016x} {:016x}\n", r.next_u64(), r.next_u64())
}
fn main() {
    let kind = std::env::args().nth(1).unwrap();
    let before: u32 = std::env::args().nth(2).unwrap().parse().unwrap();
    let mut r: Box<dyn RngCore> = match kind.as_str() {
        "thread" => Box::new(rand::thread_rng()),
        "std" => Box::new(rand::rngs::StdRng::from_entropy()),
        "seeded" => Box::new(rand::rngs::StdRng::seed_from_u64(7)),
        "chacha20" => Box::new(rand_chacha::ChaCha20Rng::seed_from_u64(7)),
        _ => Box::new(rand_chacha::ChaCha8Rng::seed_from_u64(7)),
    };
    for _ in 0..before {
        r.gen::<u64>();
    }
    for _ in 0..8 {
        unsafe {
            let pid = fork();
            if pid == 0 {
                std::io::stdout().write_all(line(&mut *r).as_bytes()).unwrap();
                std::io::stdout().flush().unwrap();
                _exit(0);
            }
            waitpid(pid, std::ptr::null_mut(), 0);
        }
    }
}
