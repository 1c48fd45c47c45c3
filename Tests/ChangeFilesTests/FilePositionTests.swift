import Roster
import Testing

@Suite struct FilePositionTests {
  @Test(arguments: [
    (FilePosition.cell(line: 3, row: 3, column: 5), "line 3, column 5 (E)"),
    (.cell(line: 7, row: 3, column: 26), "line 7 (row 3), column 26 (Z)"),
    (.cell(line: 1, row: 1, column: 27), "line 1, column 27 (AA)"),
    (.cell(line: 1, row: 1, column: 703), "line 1, column 703 (AAA)"),
    (.row(line: 9, row: 8), "line 9 (row 8)"),
    (.path("[3].param.userid", line: nil), "[3].param.userid"),
    (.path("param.userid", line: 4), "line 4, param.userid"),
    (.path("", line: 4), "line 4"), (.path("", line: nil), "the top of the document"),
  ])
  func `a position is named as people look for it`(position: FilePosition, words: String) {
    #expect(position.description == words)
  }
}
