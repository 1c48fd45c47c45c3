import Roster
import VerbatimJSON

/// `employee/field/grouplist`: the catalog in another form, for internal apps.
extension Simulation {
  func fieldGroups() -> SimulatedResponse {
    guard let groups = (try? JSON(parsing: catalogAnswer().body))?["result"] else {
      return .internalError
    }
    let names = ["detail": "has_detail", "field_meta_info_list": "field_list"]
    return success(groups.renamed { names[$0] })
  }
}
