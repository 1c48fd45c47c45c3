import Foundation
import RollbookTestSupport
import Testing
import VerbatimJSON

/// Foundation's reader is the oracle: it must accept what we accept and read the same from it.
///
/// What it accepts and we refuse, on purpose: objects with two members of one name, half surrogate
/// pairs, bytes that are not UTF-8, and deep nesting. What we accept and it refuses: numbers beyond
/// the reach of a `Double`.
struct FoundationComparisonTests {
  @Test(arguments: 0..<400 as Range<UInt64>)
  func `a random document is read as Foundation reads it`(seed: UInt64) throws {
    var random = RandomDocument(seed: seed)
    let document = random.value()
    let spelled = random.spelling(of: document)
    let read = try JSON(parsing: spelled)
    #expect(read == document, "seed \(seed)")
    #expect(read.hashValue == document.hashValue, "seed \(seed)")
    #expect(try JSON(parsing: read.bytes) == document, "seed \(seed)")
    #expect(try JSON(parsing: read.pretty) == document, "seed \(seed)")
    #expect(try agrees(read, foundation(spelled)), "seed \(seed)")
    #expect(try agrees(read, foundation(read.bytes)), "seed \(seed)")
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `mutated bytes are refused where Foundation refuses them`(seed: UInt64) throws {
    var random = RandomDocument(seed: seed &+ 1_000_000)
    for round in 0..<100 {
      var bytes = random.spelling(of: random.value())
      mutate(&bytes, &random.random)
      let shown = "seed \(seed), round \(round): \(bytes)"
      do {
        let read = try JSON(parsing: bytes)
        if !isRepresentable(read) { continue }
        #expect(try agrees(read, foundation(bytes)), "\(shown)")
      } catch let error as JSONSyntaxError {
        let isStricter = [.duplicateKey, .loneSurrogate, .invalidUTF8, .tooDeep]
          .contains(error.reason)
        if !isStricter { #expect(throws: (any Error).self, "\(shown)") { try foundation(bytes) } }
      }
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout Seeded) {
    let punctuation = Array("[]{}:,\"\\/ue0123-+.ntf \n".utf8)
    for _ in 0...Int.random(in: 0..<3, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0 where place < bytes.count: bytes.remove(at: place)
      case 1 where place < bytes.count:
        // A NUL near the start would make Foundation guess at another encoding.
        bytes[place] = UInt8.random(in: 1...255, using: &random)
      default: bytes.insert(punctuation.randomElement(using: &random) ?? 0x20, at: place)
      }
    }
  }

  private func isRepresentable(_ value: JSON) -> Bool {
    switch value {
    case .number(let digits): Double(digits)?.isFinite == true
    case .array(let elements): elements.allSatisfy(isRepresentable)
    case .object(let members): members.allSatisfy { isRepresentable($0.value) }
    case .null, .bool, .string, .unreadable: true
    }
  }

  private func foundation(_ bytes: [UInt8]) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
  }

  private func agrees(_ ours: JSON, _ theirs: Any) -> Bool {
    switch ours {
    case .null, .unreadable: theirs is NSNull
    case .bool(let truth): theirs as? Bool == truth
    case .number(let digits): (theirs as? NSNumber)?.doubleValue == Double(digits)
    case .string(let text): (theirs as? String)?.utf8.elementsEqual(text.utf8) == true
    case .array(let elements):
      (theirs as? [Any]).map { $0.count == elements.count && zip(elements, $0).allSatisfy(agrees) }
        == true
    case .object(let members):
      (theirs as? [String: Any]).map { found in
        found.count == members.count
          && members.allSatisfy { agrees($0.value, found[$0.key] as Any) }
      } == true
    }
  }
}
