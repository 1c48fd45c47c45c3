import Roster
import VerbatimJSON

/// `employee/field/grouplist`: the catalogue in other words, for internal apps.
extension Simulation {
  func fieldGroups() -> Answer {
    guard let groups = (try? JSON(parsing: catalogueAnswer().body))?["result"] else {
      return .internalError
    }
    let names = ["detail": "has_detail", "field_meta_info_list": "field_list"]
    return success(groups.renamed { names[$0] })
  }
}
