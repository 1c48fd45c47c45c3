import Ledger
import LedgerHistory
import Roster
import Sandbox

// The third act: a bad batch, and its rollback.
extension DemoScript {
  private static let file = "moved.csv"
  private static let address: FieldCode = "sys02-address"
  private static let certificateAddress: FieldCode = "sys02-certAddress"

  /// A batch whose rows were off by one, a correction by hand meanwhile, and the rollback.
  func undo() async throws {
    let people = try neighbours(upTo: 40)
    guard people.count > 1 else { return }
    try writeShifted(people)
    try say(
      """
      Now the bad day. Somebody sorted one column of a table and not the other: \(Self.file) gives \
      \(people.count) people the addresses of the person in the next row.
      """
    )
    let reading = ["--read-after", "0s"]
    try await run(
      ["push", Self.file, "--to", "dingtalk", "--reason", "people who moved", "--yes"] + reading
    )
    let batch = try ledger.batches().last?.operation.operation ?? 0
    let mended = people.prefix(2).map(\.user)
    try await mend(mended)
    try say(
      """
      Two of them complain, and somebody mends their address by hand, in DingTalk itself. Then we \
      are named. Every cell is compared: what was there before the batch, what was first seen after \
      it, and what is there now. What was not changed since is put back; the rest is left alone, and \
      named.
      """
    )
    try await run(
      ["rollback", "\(batch)", "--reason", "rows were off by one", "--yes"] + reading,
      endingIn: .attention
    )
    try say("The whole history of one of these cells, and who made each entry of it:")
    try await run(["history", mended.first?.text ?? "", "住址"])
  }

  private struct Neighbour {
    let user: Verbatim
    let address: Verbatim
    let certificateAddress: Verbatim
  }

  /// People who have both addresses.
  private func neighbours(upTo count: Int) throws -> [Neighbour] {
    var addresses: [Verbatim: [FieldCode: Verbatim]] = [:]
    var order: [Verbatim] = []
    let fields: Set<FieldCode> = [Self.address, Self.certificateAddress]
    try ledger.roster(RosterFilter(fields: fields)) { row in
      guard let value = row.content.value, !value.isEmpty else { return }
      if addresses[row.user] == nil { order.append(row.user) }
      addresses[row.user, default: [:]][row.field] = value
    }
    let found = order.compactMap { user -> Neighbour? in
      guard let address = addresses[user]?[Self.address],
        let certificateAddress = addresses[user]?[Self.certificateAddress]
      else { return nil }
      return Neighbour(user: user, address: address, certificateAddress: certificateAddress)
    }
    return Array(found.prefix(count))
  }

  private func writeShifted(_ people: [Neighbour]) throws {
    let shifted = people.dropFirst() + people.prefix(1)
    let rows = zip(people, shifted).map { person, next in
      "\(person.user),\(next.address),\(next.certificateAddress)"
    }
    let text = (["userid,住址,身份证地址"] + rows).joined(separator: "\n") + "\n"
    try place(text, at: Self.file)
  }

  private func mend(_ people: [Verbatim]) async throws {
    for user in people {
      try await server.withSimulation { simulation in
        try simulation.company.edit(user, Self.address, value: "杭州市西湖区文三路 9 号")
      }
    }
  }
}
