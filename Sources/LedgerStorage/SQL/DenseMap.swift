public import Roster

/// A map with small integer keys, for the numbers of fields and scopes.
///
/// They are looked up for every value of a roster, where hashing a number would cost more than the
/// use of the result. Large numbers are hashed.
@usableFromInline
package struct DenseMap<Kind, Value> {
  @inlinable package static var near: Int64 { 4096 }
  @usableFromInline package var list: [Value?] = []
  @usableFromInline package var others: [Int64: Value] = [:]

  @inlinable package init() {}

  @inlinable package subscript(key: LedgerNumber<Kind>) -> Value? {
    get {
      let number = key.rawValue
      guard number >= 0, number < Self.near else { return others[number] }
      return number < list.count ? list[Int(number)] : nil
    }
    set {
      let number = key.rawValue
      guard number >= 0, number < Self.near else {
        others[number] = newValue
        return
      }
      while number >= list.count { list.append(nil) }
      list[Int(number)] = newValue
    }
  }
}

extension DenseMap: Sendable where Value: Sendable {}
