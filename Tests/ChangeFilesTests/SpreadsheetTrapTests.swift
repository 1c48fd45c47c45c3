import Roster
import Testing

@testable import ChangeFiles

@Suite struct SpreadsheetTrapTests {
  @Test(arguments: [
    ("4.25E+14", "spreadsheetScientificNumber"), ("1.3E+10", "spreadsheetScientificNumber"),
    ("-4.25e+014", "spreadsheetScientificNumber"), ("3,3E+17", "spreadsheetScientificNumber"),
    ("6E+18", "spreadsheetScientificNumber"),
    ("4.40981E17", "spreadsheetScientificNumber"),
    ("330106199001011200.0", "spreadsheetLostDigits"),
    ("330106199001010000", "spreadsheetLostDigits"), ("62220202001122000", "spreadsheetLostDigits"),
    ("6222020200112230000", "spreadsheetLostDigits"),
    ("330106199001011000", "spreadsheetLostDigits"),
    ("#N/A", "spreadsheetError"), ("#n/a", "spreadsheetError"), ("#VALUE!", "spreadsheetError"),
    ("#REF!", "spreadsheetError"), ("#DIV/0!", "spreadsheetError"), ("#NAME?", "spreadsheetError"),
    ("###", "spreadsheetColumnTooNarrow"), ("########", "spreadsheetColumnTooNarrow"),
    ("=A1", "spreadsheetFormula"), (#"="00123""#, "spreadsheetFormula"),
    ("=VLOOKUP(A2,B:C,2,0)", "spreadsheetFormula"), ("+SUM(A1:A2)", "spreadsheetFormula"),
    ("@SUM(A1)", "spreadsheetFormula"), ("'00123", "spreadsheetApostrophe"),
    ("??", "spreadsheetLostCharacters"), ("????", "spreadsheetLostCharacters"),
    ("清\u{FFFD}", "spreadsheetLostCharacters"),
    (" ", "spreadsheetOnlySpaces"), ("\u{3000}\n", "spreadsheetOnlySpaces"),
    ("#清空", "clearMarkMisspelt"), ("＃清空＃", "clearMarkMisspelt"),
    (" #清空# ", "clearMarkMisspelt"), ("#clear#", "clearMarkMisspelt"),
  ])
  func `what a spreadsheet spoils is noticed`(text: String, name: String) {
    #expect(SpreadsheetTrap(in: Verbatim(text))?.name == name, "\(text)")
  }

  @Test(arguments: [
    "", "0", "-1", "00123", "13800138000", "+86-13800138000", "330106199001011231",
    "330106199001011200", "11010519491231002X", "6222020200112230", "4.25", "E+14", "1E5", "4E14",
    "A4.25E+14", "#1", "#", "##", "C#", "#清空#", "清空", "=", "@", "@张伟", "-SUM", "+", "?", "why??",
    "'quoted'", "O'Neil", "a b", "100000000000000", "1.00", "2020/9/1",
  ])
  func `what is sound is left alone`(text: String) {
    #expect(SpreadsheetTrap(in: Verbatim(text)) == nil, "\(text)")
  }
}
