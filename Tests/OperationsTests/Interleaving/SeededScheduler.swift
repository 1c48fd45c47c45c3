import Dispatch
import Foundation
import RollbookTestSupport
import Roster
import Synchronization

/// Runs tasks one step at a time, in an order that a seed decides.
///
/// A step is what a task does until it waits, or until it calls ``pause()``, which keeps it in the
/// middle of what waits for nothing. Only one step is under way at any time.
final class SeededScheduler: TaskExecutor {
  fileprivate enum Step: Sendable {
    case job(UnownedJob)
    case resumption(CheckedContinuation<Void, Never>)
    case paused(Worker)
  }

  /// A thread, which makes steps as long as it has the turn.
  fileprivate final class Worker: Sendable {
    let turn = DispatchSemaphore(value: 0)
    /// The job with which it gets the turn.
    let job = Mutex<UnownedJob?>(nil)
    let isDismissed = Atomic<Bool>(false)
  }

  fileprivate struct State {
    var random: Seeded
    var waiting: [Step] = []
    var idle: [Worker] = []
    var observe: @Sendable (Int) -> Void = { _ in }
    var steps = 0
    var tasks = 0
    var isRunning = false
    var strays = 0
  }

  private static let key = "SeededScheduler"
  fileprivate let state: Mutex<State>
  private let ended = DispatchSemaphore(value: 0)

  init(seed: UInt64) { state = Mutex(State(random: Seeded(seed))) }

  /// How many steps came from threads that are not this one's; 0 if the seed decided everything.
  var strays: Int { state.withLock { $0.strays } }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isOwn = Thread.current.threadDictionary[Self.key] != nil
    state.withLock { state in
      if state.isRunning, !isOwn { state.strays += 1 }
      state.waiting.append(.job(job))
    }
  }

  /// Lets others go on first, maybe; for tasks.
  func turn() async {
    await withCheckedContinuation { continuation in
      state.withLock { $0.waiting.append(.resumption(continuation)) }
    }
  }

  /// Lets others go on first, maybe, in the middle of a step; for code that cannot wait.
  func pause() {
    guard let me = Thread.current.threadDictionary[Self.key] as? Worker else {
      return state.withLock { $0.strays += 1 }
    }
    state.withLock { $0.waiting.append(.paused(me)) }
    while let step = next() {
      switch step {
      case .resumption(let continuation): continuation.resume()
      case .paused(let other):
        if other === me { return }
        other.turn.signal()
        return me.turn.wait()
      case .job(let job):
        let other = state.withLock { $0.idle.popLast() } ?? hire()
        other.job.withLock { $0 = job }
        other.turn.signal()
        return me.turn.wait()
      }
    }
  }

  /// Runs tasks until all have ended.
  ///
  /// - Parameters:
  ///   - tasks: The tasks.
  ///   - observe: Receives the number of each step before it is made, from 1; nothing else runs.
  /// - Returns: Whether they ended; false if nothing went on for a minute.
  func run(
    _ tasks: [@Sendable () async -> Void],
    observe: @escaping @Sendable (Int) -> Void = { _ in }
  ) async -> Bool {
    state.withLock { state in
      (state.tasks, state.steps, state.observe) = (tasks.count, 0, observe)
    }
    for task in tasks {
      Task(executorPreference: self) {
        await task()
        self.state.withLock { $0.tasks -= 1 }
      }
    }
    return await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        self.state.withLock { $0.isRunning = true }
        self.hire().turn.signal()
        let hasEnded = self.waitForEnd()
        for worker in self.state.withLock({ $0.end() }) {
          worker.isDismissed.store(true, ordering: .sequentiallyConsistent)
          worker.turn.signal()
        }
        continuation.resume(returning: hasEnded)
      }
    }
  }

  private func waitForEnd() -> Bool {
    var steps = -1
    while ended.wait(timeout: .now() + 60) == .timedOut {
      let made = state.withLock { $0.steps }
      if made == steps { return false }
      steps = made
    }
    return true
  }

  private func hire() -> Worker {
    let worker = Worker()
    Thread.detachNewThread {
      Thread.current.threadDictionary[Self.key] = worker
      worker.turn.wait()
      self.work(worker)
    }
    return worker
  }

  /// Makes steps as long as the turn is the worker's, until it is dismissed.
  private func work(_ me: Worker) {
    while !me.isDismissed.load(ordering: .sequentiallyConsistent) {
      if let job = me.job.withLock({ $0.take() }) {
        job.runSynchronously(on: asUnownedTaskExecutor())
      }
      guard let step = next() else {
        state.withLock { $0.idle.append(me) }
        ended.signal()
        me.turn.wait()
        continue
      }
      switch step {
      case .resumption(let continuation): continuation.resume()
      case .job(let job): me.job.withLock { $0 = job }
      case .paused(let other):
        state.withLock { $0.idle.append(me) }
        other.turn.signal()
        me.turn.wait()
      }
    }
  }

  /// The next step; nil once all tasks have ended.
  private func next() -> Step? {
    while true {
      let (step, observe, number, isOver) = state.withLock { state in
        let step = state.next()
        return (step, state.observe, state.steps, state.tasks == 0)
      }
      if let step {
        observe(number)
        return step
      }
      if isOver { return nil }
      // A step of another thread is under way.
      Thread.sleep(forTimeInterval: 0.001)
    }
  }
}

extension SeededScheduler.State {
  fileprivate mutating func next() -> SeededScheduler.Step? {
    guard !waiting.isEmpty else { return nil }
    steps += 1
    return waiting.remove(at: Int.random(in: 0..<waiting.count, using: &random))
  }

  /// Ends the run; returns the threads that wait.
  fileprivate mutating func end() -> [SeededScheduler.Worker] {
    isRunning = false
    // It holds the process that it observes, which holds this.
    observe = { _ in }
    defer { idle = [] }
    return idle
  }
}

/// A clock that only waiting moves, and on which waiting lets others go on.
final class ScheduledClock: Timekeeper {
  private let clock: ManualTimekeeper
  private let scheduler: SeededScheduler

  init(_ clock: ManualTimekeeper, _ scheduler: SeededScheduler) {
    (self.clock, self.scheduler) = (clock, scheduler)
  }

  func now() -> Instant { clock.now() }

  func monotonic() -> Instant { clock.monotonic() }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    clock.advance(by: duration)
    await scheduler.turn()
  }
}
