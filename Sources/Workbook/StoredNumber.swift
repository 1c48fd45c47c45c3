/// A number as a workbook stores it: a double, written with up to seventeen digits.
struct StoredNumber: Equatable {
  /// The number of digits that a spreadsheet keeps and shows.
  static let digits = 15

  /// The digits, without zeros at either end; none for zero.
  private let significant: [UInt8]
  /// The number of digits before the point; negative for leading zeros after it.
  private let whole: Int
  private let isNegative: Bool

  /// Parses a number; nil if the text is none.
  init?(_ text: String) {
    guard let match = text.wholeMatch(of: /(-?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+\-]?[0-9]{1,4}))?/),
      !match.2.isEmpty || match.3?.isEmpty == false
    else { return nil }
    isNegative = match.1 == "-"
    let all = Array((String(match.2) + String(match.3 ?? "")).utf8).map { $0 - 0x30 }
    let zeros = all.prefix { $0 == 0 }.count
    let trailing = all.dropFirst(zeros).reversed().prefix { $0 == 0 }.count
    significant = Array(all.dropFirst(zeros).dropLast(trailing))
    let exponent = match.4.flatMap { Int($0.hasPrefix("+") ? $0.dropFirst() : $0) } ?? 0
    whole = match.2.utf8.count - zeros + exponent
  }

  /// Whether it has more digits before its point than a double keeps.
  var hasLostDigits: Bool { !significant.isEmpty && whole > Self.digits }

  /// The number as a spreadsheet shows it without a format.
  ///
  /// That is up to fifteen digits, written out. A number that has lost digits ends in `.0`, which
  /// marks it.
  var text: String {
    guard !significant.isEmpty else { return "0" }
    var (digits, whole) = hasLostDigits ? (significant, whole) : rounded
    if whole > 400 || whole < -400 { return "\(isNegative ? "-" : "")1E+\(whole)" }
    if whole > digits.count { digits += [UInt8](repeating: 0, count: whole - digits.count) }
    if whole < 1 {
      digits = [UInt8](repeating: 0, count: 1 - whole) + digits
      whole = 1
    }
    let written = digits.map { String($0) }
    let fraction = written[whole...].joined()
    return (isNegative ? "-" : "") + written[..<whole].joined()
      + (hasLostDigits && fraction.isEmpty ? ".0" : fraction.isEmpty ? "" : "." + fraction)
  }

  /// The digits rounded to those that a double keeps for certain.
  private var rounded: ([UInt8], Int) {
    guard significant.count > Self.digits else { return (significant, whole) }
    var kept = Array(significant[..<Self.digits])
    var whole = whole
    if significant[Self.digits] >= 5 {
      var place = kept.count - 1
      while place >= 0, kept[place] == 9 {
        kept[place] = 0
        place -= 1
      }
      if place >= 0 {
        kept[place] += 1
      } else {
        kept.insert(1, at: 0)
        whole += 1
      }
    }
    while kept.last == 0 { kept.removeLast() }
    return (kept, whole)
  }

  /// The number as days and milliseconds of a day; nil if it is negative or has lost digits.
  var moment: (day: Int, milliseconds: Int)? {
    guard !isNegative, whole <= 7, let number = Double(text) else { return nil }
    let milliseconds = (number * 86_400_000).rounded()
    let day = Int(milliseconds) / 86_400_000
    return (day, Int(milliseconds) % 86_400_000)
  }
}
