import RemoteAPI
import Roster
import Synchronization
import VerbatimJSON

/// Responds for DingTalk from memory, and measures the cost of that, so that it can be subtracted.
final class MemoryTransport: Transport {
  private struct State {
    var workload: Workload
    var cost = 0.0
    var bytes = 0
  }

  private let state: Mutex<State>

  init(_ workload: Workload) {
    state = Mutex(State(workload: workload))
  }

  /// Seconds of processor time for making bodies.
  var cost: Double { state.withLock { $0.cost } }
  /// The number of bytes of responses.
  var bytes: Int { state.withLock { $0.bytes } }
  /// The company in its current state.
  var workload: Workload { state.withLock { $0.workload } }

  /// Lets a day pass.
  func passDay() { state.withLock { $0.workload.passDay() } }

  func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    let began = Stopwatch.processorOfThread()
    let workload = self.workload
    let body = Self.answer(request, of: workload)
    let cost = Stopwatch.processorOfThread() - began
    state.withLock {
      $0.cost += cost
      $0.bytes += body.count
    }
    return APIResponse(status: 200, contentType: "application/json", body: body)
  }

  private static func answer(_ request: APIRequest, of workload: Workload) -> [UInt8] {
    let path = request.url.prefix { $0 != "?" }
    if path.hasSuffix("/gettoken") {
      return Array(#"{"errcode":0,"access_token":"bench","expires_in":7200}"#.utf8)
    }
    if path.hasSuffix("/roster/meta/get") { return workload.catalogBody() }
    if path.hasSuffix("/v2/update") {
      return Array(#"{"errcode":0,"success":true,"result":true,"request_id":"bench"}"#.utf8)
    }
    let asked = (try? JSON(parsing: request.body ?? [])) ?? .null
    if path.hasSuffix("/queryonjob") {
      return workload.usersBody(
        from: Int(asked["offset"]?.integer ?? 0),
        pageSize: Int(asked["size"]?.integer ?? 50)
      )
    }
    let users = (asked["userid_list"]?.text ?? "").split(separator: ",")
    return workload.listBody(
      of: users.compactMap { workload.person($0) },
      fields: asked["field_filter_list"]?.text.map {
        Set($0.split(separator: ",").map(String.init))
      }
    )
  }
}

/// A clock that only waiting moves: pacing takes no time.
final class BenchClock: Timekeeper {
  private let state = Mutex(Instant(milliseconds: 1_767_225_600_000))

  func now() -> Instant { state.withLock { $0 } }

  func monotonic() -> Instant { now() }

  func sleep(for duration: Duration) async throws {
    advance(by: duration)
  }

  /// Moves the clock.
  func advance(by duration: Duration) { state.withLock { $0 = $0 + duration } }
}
