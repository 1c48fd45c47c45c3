/// A number that the ledger gives, of one kind: the compiler refuses a field's number where a user's
/// is expected.
///
/// In the file, in JSON and in texts it is the bare number. Numbers begin at 1; where a function
/// says so, 0 means none.
///
/// Example: `EntryID` 483 and `FieldNumber` 483 cannot be compared. `entry + 1` is the next entry;
/// nothing can be added to a `FieldNumber`.
@usableFromInline
package struct LedgerNumber<Kind>: RawRepresentable, Hashable, Comparable, Sendable {
  /// The bare number.
  @usableFromInline package let rawValue: Int64

  @inlinable package init(rawValue: Int64) { self.rawValue = rawValue }

  @inlinable package init(_ number: Int64) { rawValue = number }

  @inlinable package init(_ number: Int) { rawValue = Int64(number) }

  /// Larger than every number that the ledger gives, or equal: as an upper limit, it limits nothing.
  @inlinable package static var max: Self { Self(Int64.max) }

  @inlinable package static func == (left: Self, right: Self) -> Bool {
    left.rawValue == right.rawValue
  }

  @inlinable package static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension LedgerNumber: ExpressibleByIntegerLiteral {
  @inlinable package init(integerLiteral number: Int64) { self.init(number) }
}

extension LedgerNumber: CustomStringConvertible {
  /// The bare number in digits.
  @inlinable package var description: String { String(rawValue) }
}

/// Numbers without gaps: the next one and the distance between two have a meaning.
extension LedgerNumber: Strideable where Kind: ConsecutiveNumbers {
  @inlinable package func distance(to other: Self) -> Int { other - self }

  @inlinable package func advanced(by distance: Int) -> Self { self + distance }

  @inlinable package static func + (left: Self, right: Int) -> Self {
    Self(left.rawValue + Int64(right))
  }

  @inlinable package static func - (left: Self, right: Int) -> Self {
    Self(left.rawValue - Int64(right))
  }

  @inlinable package static func - (left: Self, right: Self) -> Int {
    Int(left.rawValue - right.rawValue)
  }

  @inlinable package static func += (left: inout Self, right: Int) { left = left + right }
}

/// A kind of things that are numbered without gaps.
@usableFromInline
package protocol ConsecutiveNumbers {}

/// The number of an entry in the log.
package typealias EntryID = LedgerNumber<EntryTag>
/// The number of an event in the log; its address (``EventAddress``) is what people see.
package typealias EventID = LedgerNumber<EventTag>
/// The number of an operation, and so of a batch.
package typealias OperationNumber = LedgerNumber<OperationTag>
/// The number of a user of either system in the file.
package typealias UserNumber = LedgerNumber<UserTag>
/// The number of a field of either system in the file.
package typealias FieldNumber = LedgerNumber<FieldTag>
/// The number of a set of fields in the file.
package typealias ScopeNumber = LedgerNumber<ScopeTag>

/// The kind of ``EntryID``.
package enum EntryTag: ConsecutiveNumbers {}
/// The kind of ``EventID``.
package enum EventTag: ConsecutiveNumbers {}
/// The kind of ``OperationNumber``.
package enum OperationTag {}
/// The kind of ``UserNumber``.
package enum UserTag: ConsecutiveNumbers {}
/// The kind of ``FieldNumber``.
package enum FieldTag {}
/// The kind of ``ScopeNumber``.
package enum ScopeTag {}
