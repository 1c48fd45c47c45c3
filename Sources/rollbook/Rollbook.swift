import RollbookCLI

@main enum Rollbook {
  static func main() async { await RollbookMain.main() }
}
