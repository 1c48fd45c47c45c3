/// A person's gender, by the names that Maycur has for it.
public enum Gender: String, CaseIterable, Hashable, Sendable {
  /// 男.
  case man = "MAN"
  /// 女.
  case woman = "WOMAN"

  /// What people read.
  public var label: String {
    switch self {
    case .man: "男"
    case .woman: "女"
    }
  }
}
