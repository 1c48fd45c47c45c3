/// What stands on every readable page, whatever it shows.
///
/// The hash of these texts is part of the format (docs/format.md): another wording is another
/// format, and old bundles would no longer verify.
enum PageText {
  static let mark = "<!-- | -->"

  static let head = """
    <!doctype html>
    <html lang="zh-CN">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Rollbook 账本的证据 Evidence from a Rollbook ledger</title>
    <style>
    body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif; margin: 2em auto; \
    max-width: 75em; padding: 0 1em; color: #1a1a1a; background: #fff }
    h1 { font-size: 1.6em } h1 span { font-size: .7em; font-weight: 400 } h2 { font-size: 1.15em; margin-top: 2em }
    pre { background: #f4f4f1; padding: 1em; white-space: pre-wrap; overflow-wrap: anywhere }
    table { border-collapse: collapse; width: 100% }
    th, td { text-align: left; vertical-align: top; padding: .3em .8em .3em 0; \
    border-bottom: 1px solid #ddd; white-space: pre-wrap; overflow-wrap: anywhere }
    th { border-bottom: 2px solid #888 }
    td:nth-child(-n+3) { white-space: nowrap; font-variant-numeric: tabular-nums }
    tr { break-inside: avoid } thead { display: table-header-group }
    @media print { body { margin: 0; max-width: none; font-size: 10pt } }
    </style>
    <h1>Rollbook 账本的证据 <span lang="en">Evidence from a Rollbook ledger</span></h1>
    <p lang="zh-CN">以下每一行都已证明存在于一份日志中，其首部经过签名；本页完全由旁边的证明文件生成。
    只有用公司的公钥核对过整个文件夹，这一点才成立；公钥须经本文件夹以外的途径取得。
    核对方法：取得 Rollbook 程序，解压文件夹，然后运行下面的命令；结果为“完好”（valid）即通过。</p>
    <p lang="en">Every line below is proven to be in a log whose head was signed, and this page follows from
    the proofs beside it. That holds only once the folder was verified against the company's public
    key, got by another way than this folder:</p>
    <pre>rollbook verify-bundle FOLDER --key KEY</pre>
    <p lang="zh-CN"><b>能证明：</b>这些行按此顺序在首部签名之前记录，之后都没有改动；联署首部的人在下面所列的时间见过它。
    <b>不能证明：</b>记录的值属实，记录之前没有遗漏，以及确切的记录时间——各行的时间取自记录者的时钟。
    <b>withheld</b> 是日志中有、但本文件夹没有出示的内容；<b>erased</b> 是日志中曾有、后来的一行证明已被删除的内容。
    种类：opened 操作开始，closed 操作结束，fetched 抓取，intended 计划写入，sent 发出，accepted 已接受，
    rejected 被拒绝，value 一个值，text 一段文字，accessed 被查看，person 此人，cosigned 联署。时间为世界协调时（UTC）。</p>
    <p lang="en"><b>It shows</b> that these lines were recorded, in this order, before the head was signed, and
    that none of them was changed since. Whoever cosigned the head saw it at the time that stands
    below. <b>It does not show</b> that a recorded value was true, that nothing was left out before
    it was recorded, or when: the times of lines are by the clock of whoever recorded them.
    <b>Withheld</b> is what the log has and this folder does not show. <b>Erased</b> is what the log
    had, and what a later line proves to have been erased.</p>
    <h2>签名的首部 The signed head</h2>
    <pre>
    """

  static let middle = """
    </pre>
    <h2>出示的内容 What is shown</h2>
    <table>
    <thead><tr><th>条目 Entry</th><th>记录时间 Recorded (UTC)</th><th>种类 What</th><th>谁 Who</th>\
    <th>单元格 Cell</th><th>内容 Content</th></tr></thead>
    <tbody>

    """

  static let foot = """
    </tbody>
    </table>
    </html>

    """
}
