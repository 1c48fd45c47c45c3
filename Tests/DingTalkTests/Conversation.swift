import DingTalk
import Logging
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox

/// The real client and the sandbox, talking over real HTTP by one clock that takes no time.
struct Conversation {
  let server: SandboxServer
  let transport = HTTPTransport()
  let timekeeper: ManualTimekeeper
  let client: DingTalkClient

  init(
    people: Int = 230,
    quirks: Quirks = .lenient,
    faults: Faults = .none,
    limits: SandboxLimits = .standard,
    secret: String? = nil,
    agentID: Int64? = nil,
    api: RosterAPI = .old,
    callsPerSecond: Int = 20,
    timeout: Duration = .seconds(30)
  ) async throws {
    timekeeper = ManualTimekeeper()
    server = try await SandboxServer.start(
      company: Company(seed: 7, people: people),
      quirks: quirks,
      faults: faults,
      limits: limits,
      timekeeper: timekeeper
    )
    client = DingTalkClient(
      configuration: DingTalkConfiguration(
        baseURL: server.baseURL,
        appKey: server.credentials.appKey,
        appSecret: Secret(secret ?? server.credentials.appSecret),
        agentID: agentID ?? server.credentials.agentID,
        api: api,
        callsPerSecond: callsPerSecond,
        timeout: timeout
      ),
      transport: transport,
      timekeeper: timekeeper,
      random: { 0.5 },
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
  }

  /// Talks, then closes both ends, whatever came of it.
  static func with<Value>(
    _ conversation: Conversation,
    _ body: (Conversation) async throws -> Value
  ) async throws -> Value {
    let result: Result<Value, any Error>
    do { result = .success(try await body(conversation)) } catch { result = .failure(error) }
    await conversation.transport.shutdown()
    await conversation.server.stop()
    return try result.get()
  }

  /// Everybody on the list, page by page.
  func everybody() async throws(DingTalkError) -> [Verbatim] {
    var users: [Verbatim] = []
    var cursor: Int64? = 0
    while let place = cursor {
      let page = try await client.activeUsers(from: place)
      users += page.users
      cursor = page.next
    }
    return users
  }

  /// Reads the whole roster; anyone who fails a page is set apart, as bisecting would.
  func roster(of fields: [FieldCode]) async throws -> [UserResponse] {
    let failing = await server.withSimulation { $0.failingUsers }
    let users = try await everybody().filter { !failing.contains($0) }
    var responses: [UserResponse] = []
    for start in stride(from: 0, to: users.count, by: DingTalkClient.maximumUsersPerCall) {
      let end = min(start + DingTalkClient.maximumUsersPerCall, users.count)
      responses += try await client.list(users: Array(users[start..<end]), fields: fields).users
    }
    return responses
  }
}
