import Roster
import Testing

@Suite struct FieldPolicyTests {
  private static func field(
    _ code: FieldCode,
    _ name: Verbatim = "",
    group: Verbatim = "sys00",
    type: Verbatim? = nil,
    isDerived: Bool = false
  ) -> FieldDescription {
    FieldDescription(
      code: code,
      name: name,
      group: group,
      groupName: group,
      isDetail: false,
      type: type,
      isDerived: isDerived,
      options: nil
    )
  }

  @Test(
    arguments: [
      (field("sys00-dept"), .department), (field("sys00-deptIds"), .department),
      (field("部门", "部门"), .department), (field("sys00-reportManagerId"), .manager),
      (field("直属主管", "直属主管"), .manager), (field("sys00-mainDept"), .mainDepartmentName),
      (field("sys00-mainDeptId"), nil), (field("sys-authRealName", group: "sys01"), .system),
      (field("x", group: "sys"), .system), (field("sys00-entryAge", isDerived: true), .derived),
      (field("x", type: "DDPhotoField"), .attachment), (field("x", group: "sys08"), .attachment),
      (field("x", type: "NONE"), .system), (field("sys00-mobile"), nil),
      (field("x", "部门", group: "custom"), nil),
    ] as [(FieldDescription, WriteBarrier?)]
  )
  func `a field of DingTalk can be written unless a barrier is known`(
    field: FieldDescription,
    barrier: WriteBarrier?
  ) {
    #expect(FieldPolicy.barrier(to: field) == barrier)
    #expect(barrier?.sentence.hasSuffix(".") != false)
  }

  @Test(
    arguments: [
      ("enName", .maycur, false, .noWay), ("enName.lastName", .maycur, true, .noWay),
      ("email", .maycur, true, nil), ("enName", .dingtalk, false, nil),
      ("sys00-mobile", .dingtalk, true, .refusedByTenant),
    ] as [(FieldCode, System, Bool, ClearBarrier?)]
  )
  func `a cell can be cleared unless its system or its tenant refuses it`(
    code: FieldCode,
    system: System,
    refusesEmpty: Bool,
    barrier: ClearBarrier?
  ) {
    let found = FieldPolicy.clearBarrier(to: code, of: system, refusesEmpty: refusesEmpty)
    #expect(found == barrier)
  }
}
