/// The kinds of identity document that Maycur knows.
package enum IdentityType: String, CaseIterable, Hashable, Sendable {
  /// 身份证.
  case idCard = "ID_CARD"
  /// 港澳台居民居住证.
  case hongKongMacaoTaiwanResidence = "GATResidencePermit"
  /// 外国人永久居留身份证.
  case foreignersResidence = "WGRResidenceIdCard"
  /// 港澳居民来往内地通行证.
  case hongKongMacaoPass = "GATMainlandPass"
  /// 台湾居民来往大陆通行证.
  case taiwanPass = "TAIWAN_TravellingPass"
  /// 护照; the name is Maycur's.
  case passport = "Protection"

  /// The name for people.
  package var label: String {
    switch self {
    case .idCard: "身份证"
    case .hongKongMacaoTaiwanResidence: "港澳台居民居住证"
    case .foreignersResidence: "外国人永久居留身份证"
    case .hongKongMacaoPass: "港澳居民来往内地通行证"
    case .taiwanPass: "台湾居民来往大陆通行证"
    case .passport: "护照"
    }
  }
}
