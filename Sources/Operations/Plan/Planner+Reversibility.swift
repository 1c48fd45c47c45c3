import Ledger
import Roster

extension Planner {
  /// Whether a write can be put back, and if not wholly, why not.
  func reversibility(
    of address: CellAddress,
    of user: Verbatim,
    from: Content?
  ) -> (Reversibility, String?) {
    guard let from else {
      // DingTalk is read before every plan: a cell that was requested and did not come back does
      // not exist.
      let isKnown =
        system == .dingtalk
        && unobserved[user]?.contains(address.field) != true
      return isKnown ? puttingBackNothing() : (.irreversible, "what is there now is not known")
    }
    if let option = vanishedOption(address.field, from) {
      return (.irreversible, "the option \(option) is no longer among the field's choices")
    }
    let hasValue = !(from.value?.isEmpty ?? true)
    if system == .maycur { return (.exact, nil) }
    if !hasValue { return puttingBackNothing() }
    if isPhone(address.field), behaviours[TenantBehaviour.phone.rawValue] == nil {
      return (.unproven, "it is not probed whether a phone can be written as it is read back")
    }
    if isMainDepartment(address.field) {
      return (.unproven, "a change of the main department may silently not take effect")
    }
    return (.exact, nil)
  }

  private func puttingBackNothing() -> (Reversibility, String?) {
    switch behaviours[TenantBehaviour.emptyValue.rawValue] {
    case "clears": (.residual, "there was no value; it can only become an empty one")
    case "rejected": (.irreversible, "there was no value, and this tenant refuses an empty one")
    default: (.unproven, "there was no value, and it is not probed whether \"\" clears")
    }
  }

  private func vanishedOption(_ field: FieldCode, _ from: Content) -> Verbatim? {
    guard let value = from.value, !value.isEmpty, catalog[field]?.hasLost(value) == true
    else { return nil }
    return from.label ?? value
  }

  private func isPhone(_ field: FieldCode) -> Bool {
    ["sys00-mobile", "sys06-urgentContactsPhone", "sys07-familyMemberPhone"].contains(field)
  }

  private func isMainDepartment(_ field: FieldCode) -> Bool {
    ["sys00-mainDept", "sys00-mainDeptId"].contains(field)
  }
}
