import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Measures wall time, and the processor time that the system reports for the process.
struct Stopwatch {
  private let wall: Double
  private let processor: Double

  /// Starts.
  init() {
    wall = Self.read(CLOCK_MONOTONIC)
    processor = Self.read(CLOCK_PROCESS_CPUTIME_ID)
  }

  /// The time since the start.
  var taken: Taken {
    Taken(
      wall: Self.read(CLOCK_MONOTONIC) - wall,
      processor: Self.read(CLOCK_PROCESS_CPUTIME_ID) - processor
    )
  }

  /// Seconds that the thread has used.
  static func processorOfThread() -> Double { read(CLOCK_THREAD_CPUTIME_ID) }

  /// Forgets the peak of before; without Linux's `/proc`, it stays that of the whole process.
  static func forgetPeakMemory() {
    // 5 resets the peak of the resident memory.
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
  }

  /// The most memory that the process had since ``forgetPeakMemory()``, in bytes.
  static func peakMemory() -> Int {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return (kilobytes ?? 0) * 1024
  }

  /// The least time of `body` in some rounds.
  static func best(of rounds: Int, _ body: () throws -> Void) rethrows -> Taken {
    var best = Taken(wall: .infinity, processor: .infinity)
    for _ in 0..<max(1, rounds) {
      let watch = Stopwatch()
      try body()
      best.keepLesser(watch.taken)
    }
    return best
  }

  /// The least time of `body` in some rounds.
  static func best(of rounds: Int, _ body: () async throws -> Void) async rethrows -> Taken {
    var best = Taken(wall: .infinity, processor: .infinity)
    for _ in 0..<max(1, rounds) {
      let watch = Stopwatch()
      try await body()
      best.keepLesser(watch.taken)
    }
    return best
  }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Wall time and processor time.
struct Taken: Sendable {
  var wall: Double
  var processor: Double
}

extension Taken {
  fileprivate mutating func keepLesser(_ other: Taken) {
    wall = min(wall, other.wall)
    processor = min(processor, other.processor)
  }
}
