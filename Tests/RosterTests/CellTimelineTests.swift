import Roster
import Testing

private func at(_ time: Int64) -> Instant { Instant(milliseconds: time) }

private func window(_ asked: Int64, _ received: Int64) -> ResponseWindow {
  ResponseWindow(asked: at(asked), received: at(received))
}

private func text(_ text: Verbatim) -> Content { .item(value: .text(text), label: .text(text)) }

private func observation(
  _ value: Verbatim,
  _ first: (Int64, Int64),
  _ last: (Int64, Int64)
) -> CellTimeline.Sight {
  CellTimeline.Sight(
    text(value),
    first: window(first.0, first.1),
    last: window(last.0, last.1)
  )
}

extension CellTimeline {
  /// The claims as words: `a!` is certain, `a?` possible.
  fileprivate func words(_ time: Int64) -> String {
    claims(at: at(time))
      .map { ($0.content.value?.text ?? "-") + ($0.certainty == .certain ? "!" : "?") }
      .joined(separator: " ")
  }
}

@Suite struct CellTimelineTests {
  private let plain = CellTimeline(
    observations: [observation("a", (10, 12), (50, 52)), observation("b", (90, 92), (130, 132))]
  )

  @Test(arguments: [
    (9, ""), (10, "a?"), (11, "a?"), (12, "a!"), (50, "a!"), (51, "a? b?"), (89, "a? b?"),
    (92, "b!"), (130, "b!"), (131, "b?"), (9_999, "b?"),
  ])
  func `a content is certain between its first and its last observation, possible around them`(
    time: Int64,
    words: String
  ) {
    #expect(plain.words(time) == words)
  }

  @Test func `what was observed once is never certain`() {
    let once = CellTimeline(observations: [observation("a", (10, 12), (10, 12))])
    #expect((0...20).map { once.words($0) }.allSatisfy { ["", "a?"].contains($0) })
  }

  @Test func `a write that the next response shows narrows the change to the call`() {
    let written = CellTimeline(
      observations: [observation("a", (10, 10), (50, 50)), observation("b", (90, 90), (130, 130))],
      attempts: [CellTimeline.Attempt(text("b"), sentAt: at(60), appliedAt: at(65))]
    )
    #expect(written.words(50) == "a!")
    #expect(written.words(55) == "a?")
    #expect(written.words(62) == "a? b?")
    #expect(written.words(65) == "b!")
    #expect(written.words(80) == "b!")
  }

  @Test func `a write that the next response does not show may have been there in between`() {
    let lost = CellTimeline(
      observations: [observation("a", (10, 10), (50, 50)), observation("a", (90, 90), (130, 130))],
      attempts: [CellTimeline.Attempt(text("b"), sentAt: at(60), appliedAt: at(65))]
    )
    #expect(lost.words(55) == "a?")
    #expect(lost.words(70) == "a? b?")
    #expect(lost.words(100) == "a!")
  }

  @Test func `what two responses show with nothing between them was there between them`() {
    let steady = CellTimeline(
      observations: [observation("a", (10, 10), (50, 50)), observation("a", (90, 90), (130, 130))]
    )
    #expect(steady.words(70) == "a!")
  }

  @Test func `a write without an observation since is possible, and so is what it replaced`() {
    let unread = CellTimeline(
      observations: [observation("a", (10, 10), (10, 10))],
      attempts: [CellTimeline.Attempt(text("b"), sentAt: at(60), appliedAt: at(65))]
    )
    #expect(unread.words(59) == "a?")
    #expect(unread.words(70) == "a? b?")
    let unknown = CellTimeline(
      observations: [],
      attempts: [CellTimeline.Attempt(text("b"), sentAt: at(60), appliedAt: nil)]
    )
    #expect(unknown.words(59).isEmpty)
    #expect(unknown.words(60) == "b?")
  }

  @Test func `a claim names what it rests on, as it was given`() {
    let claims = plain.claims(at: at(60)).map(\.basis)
    #expect(claims == [.observation(0), .observation(1)])
    let merged = CellTimeline(
      observations: [
        observation("a", (1, 1), (2, 2)), observation("a", (3, 3), (4, 4)),
        observation("b", (9, 9), (10, 10)),
      ]
    )
    #expect(merged.claims(at: at(10)).map(\.basis) == [.observation(2)])
  }
}
