import Ledger
import Mirror
import Roster
import Tables
import TransparencyLog

extension Column where Row == MirrorStanding {
  /// The columns of a log's standing in a mirror.
  static var standing: [Column] {
    [
      Column("log", title: "log", .trailing) { .integer($0.log) },
      Column("ledger", title: "ledger") { .text(Hexadecimal.text($0.identifier)) },
      Column("epoch", title: "epoch", .trailing) { .integer($0.epoch) },
      Column("entry", title: "entry", .trailing) { .integer($0.extent.entry) },
      Column("append", title: "append", .trailing) { .integer($0.extent.append) },
      Column("root", title: "root") { .text($0.extent.root.description) },
    ]
  }
}

extension Column where Row == MirrorProgress {
  /// The columns of `mirror follow`.
  static var mirrored: [Column] {
    [
      Column("log", title: "log", .trailing) { .integer($0.log) },
      Column("from", title: "from entry", .trailing) { .integer($0.from) },
      Column("to", title: "to entry", .trailing) { .integer($0.to) },
      Column("rows", title: "rows sent", .trailing) { Datum($0.rows) },
      Column("erased", title: "rows erased", .trailing) { Datum($0.erased) },
    ]
  }
}
