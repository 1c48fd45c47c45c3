import VerbatimJSON

extension JSON {
  /// The object with the member `masked`, if a value in it is masked.
  func marked(_ isMasked: Bool) -> JSON {
    guard isMasked, case .object(let members) = self else { return self }
    return .object(members + [Member(key: "masked", value: true)])
  }
}
