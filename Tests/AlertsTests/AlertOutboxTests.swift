import Alerts
import RollbookTestSupport
import Roster
import Testing

@Suite struct AlertOutboxTests {
  private let start = Instant(milliseconds: 1_767_225_600_000)

  private func notice(_ kind: AlertKind, _ change: AlertNotice.Change = .opened) -> AlertNotice {
    AlertNotice(kind: kind, change: change, text: "x", operation: nil, since: start)
  }

  @Test func `a minute has one digest, with all that waits`() {
    var outbox = AlertOutbox()
    var ids = 0
    func id() -> String {
      ids += 1
      return "\(ids)"
    }
    #expect(outbox.next(now: start, id: id) == nil)
    outbox.add([notice(.feedLag)])
    #expect(outbox.next(now: start, id: id)?.notices.count == 1)
    outbox.note(nil, now: start)
    outbox.add([notice(.diskBelow)])
    outbox.add([notice(.listShrunk)])
    #expect(outbox.next(now: start + .seconds(59), id: id) == nil)
    let second = outbox.next(now: start + .seconds(60), id: id)
    #expect(second?.notices.map(\.kind) == [.diskBelow, .listShrunk] && second?.id == "2")
    outbox.note(nil, now: start + .seconds(60))
    #expect(outbox.isEmpty)
  }

  @Test func `what did not arrive is sent again as it was, and the rest waits`() {
    var outbox = AlertOutbox()
    outbox.add([notice(.feedLag)])
    let first = outbox.next(now: start) { "1" }
    outbox.note(.refused(sink: "x", code: "500"), now: start)
    outbox.add([notice(.diskBelow)])
    #expect(outbox.next(now: start + .seconds(60)) { "2" } == first)
    outbox.note(nil, now: start + .seconds(60))
    #expect(outbox.next(now: start + .seconds(120)) { "3" }?.notices.map(\.kind) == [.diskBelow])
  }

  @Test func `a silenced robot is left alone for ten minutes`() {
    var outbox = AlertOutbox()
    outbox.add([notice(.feedLag)])
    let first = outbox.next(now: start) { "1" }
    outbox.note(.throttled(sink: "x"), now: start)
    #expect(outbox.next(now: start + .seconds(599)) { "2" } == nil)
    #expect(outbox.next(now: start + .seconds(600)) { "3" } == first)
  }

  @Test func `of each kind only the latest waits`() {
    var outbox = AlertOutbox()
    for _ in 0..<100 {
      outbox.add([notice(.feedLag), notice(.diskBelow), notice(.feedLag, .closed)])
    }
    let digest = outbox.next(now: start) { "1" }
    #expect(digest?.notices.map(\.change) == [.opened, .closed])
  }
}
