/// Seeded random draws that give the same company on every machine.
///
/// The arithmetic is fixed here, not taken from the standard library's `random(in:using:)`, whose
/// draws may differ between releases.
struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// Draws for a seed and some numbers under it (a person, a day).
  init(_ seed: UInt64, _ path: UInt64...) {
    var mixer = SeededRandom(seed)
    var mixed = mixer.next()
    for step in path {
      mixer = SeededRandom(mixed ^ (step &* 0xD6E8_FEB8_6659_FD93))
      mixed = mixer.next()
    }
    state = mixed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to `bound` - 1; 0 if `bound` is less than 2.
  mutating func below(_ bound: Int) -> Int {
    bound < 2 ? 0 : Int(next() % UInt64(bound))
  }

  /// A number of a range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True in this share of the draws.
  mutating func happens(_ share: Double) -> Bool { fraction() < share }

  /// A number from 0 up to, but not including, 1.
  mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

  /// One of the elements; the list must not be empty.
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// A whole number near `expected`, whose mean over many draws is `expected`.
  mutating func count(expecting expected: Double) -> Int {
    let whole = expected.rounded(.down)
    return Int(whole) + (happens(expected - whole) ? 1 : 0)
  }

  /// Digits.
  mutating func digits(_ count: Int) -> String {
    var text = ""
    for _ in 0..<count { text.append(String(below(10))) }
    return text
  }

  /// Lower-case hexadecimal digits.
  mutating func hex(_ count: Int) -> String {
    var text = ""
    for _ in 0..<count { text.append(String(below(16), radix: 16)) }
    return text
  }
}

extension Int {
  /// The decimal digits, with leading zeros up to a width.
  func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
  }
}
