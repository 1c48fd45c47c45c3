import Access

/// An element of `people`, as the settings file has it.
struct StaffItem: SettingsItem {
  let name: String?
  let role: String?
  let accounts: [String]?
  let users: [String]?
  let oidc: [String]?
  let approves: [String]?

  func make() throws(SettingsItemProblem) -> StaffMember {
    guard let name, name.utf8.count <= 100, !name.hasPrefix("token "),
      !name.unicodeScalars.contains(where: Self.isSpecial)
    else {
      let must = "be the person's name, of at most 100 bytes and without parentheses"
      throw SettingsItemProblem(key: "name", must: must)
    }
    guard (approves ?? []).allSatisfy(ApprovalRuleItem.isDuty) else {
      let must = "be a list of duties: words of letters, as approver or finance"
      throw SettingsItemProblem(key: "approves", must: must)
    }
    return StaffMember(
      name: name,
      role: try role.map(Self.role),
      accounts: accounts ?? [],
      users: users ?? [],
      oidc: oidc ?? [],
      approves: Set(approves ?? [])
    )
  }

  static func identity(of made: StaffMember) -> (key: String, text: String) { ("name", made.name) }

  private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "(" || scalar == ")" || scalar.properties.generalCategory == .control
  }

  private static func role(_ text: String) throws(SettingsItemProblem) -> Role {
    guard let role = Role(rawValue: text), role != .client else {
      let roles = Role.allCases.filter { $0 != .client }.map(\.rawValue).joined(separator: ", ")
      throw SettingsItemProblem(key: "role", must: "be one of \(roles)")
    }
    return role
  }
}
