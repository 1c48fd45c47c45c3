import ArgumentParser
import Reports
import Tables
import VerbatimJSON

/// The options that say how the result of `report` is written.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file for the result (mode 0600), instead of standard output.",
      valueName: "file"
    ),
    completion: .file()
  )
  var output: String?

  @OptionGroup var global: CommonOptions<ReportFormat>
}

extension ReportParameter {
  /// The parameter in the list of reports: `from=today-30`, or `user=…` if it has no default.
  var words: String {
    switch standard {
    case .required: "\(name)=…"
    case .none: "[\(name)]"
    case .text(let text): "\(name)=\(text)"
    }
  }

  /// As programs read it.
  var json: JSON {
    let given: JSON =
      switch standard {
      case .required, .none: .null
      case .text(let text): .string(text)
      }
    return [
      "name": .string(name), "type": .string(kind.rawValue), "default": given,
      "required": .bool(standard == .required), "note": .string(note),
    ]
  }
}
