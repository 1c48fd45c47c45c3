extension System {
  /// The field that holds a person's name, by DingTalk's list of standard field codes; Maycur's
  /// roster states none.
  package var nameField: FieldCode? { self == .dingtalk ? "sys00-name" : nil }

  /// The field that holds a person's job number; in Maycur the user key is the job number.
  package var jobNumberField: FieldCode? { self == .dingtalk ? "sys00-jobNumber" : nil }

  /// The field that holds the name of a person's department; nil if the system has none.
  package var departmentField: FieldCode? { self == .dingtalk ? "sys00-mainDept" : nil }

  /// The field that holds a person's status, as a regular employee; nil if the system has none.
  package var statusField: FieldCode? { self == .dingtalk ? "sys01-employeeStatus" : nil }
}
