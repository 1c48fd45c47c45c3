import Roster
import VerbatimJSON

/// `v2/update`: writes values of one user, or adds items to their detail groups.
extension Simulation {
  mutating func update(_ body: RequestBody, now: Instant) throws(Refusal) -> Answer {
    let update = try RosterUpdate(body.object("param"))
    if let code = faults.failUsers[update.user] { throw .user(code) }
    if faults.rejects(update.user, at: .update) { throw .badParameter }
    guard let before = company.employee(update.user), !before.hasLeft else { throw .systemError }
    var writer = RosterWriter(before, in: company, doubts: doubts)
    var refused: Refusal?
    for group in update.groups {
      do throws(Refusal) { try writer.write(group) } catch {
        refused = error
        break
      }
    }
    if let refused {
      guard doubts.groupsAtomic == .no else { throw refused }
      let isApplied = store(writer.employee, instead: before, now: now)
      var answer = Answer.refusal(refused, requestID: requestID())
      answer.isApplied = isApplied
      return answer
    }
    let isApplied = store(writer.employee, instead: before, now: now)
    var answer = success(.bool(true), isApplied: isApplied)
    // The documented answer of this call has all of its members, whatever reads leave out.
    answer.body = written
    return answer
  }

  private var written: [UInt8] {
    let body: JSON = [
      "result": true,
      "success": true,
      "errcode": 0,
      "errmsg": "ok",
      "request_id": .string(requestID()),
    ]
    return body.bytes
  }

  /// Keeps what an update made of an employee; tells whether that is anything new.
  private mutating func store(
    _ after: Employee,
    instead before: Employee,
    now: Instant
  ) -> Bool {
    guard after.sheets != before.sheets else { return false }
    company.replace(after)
    if doubts.readLag > 0 {
      let until = now + .seconds(doubts.readLag)
      lagging[after.userid, default: []].append(Lagging(until: until, before: before))
    }
    return true
  }
}
