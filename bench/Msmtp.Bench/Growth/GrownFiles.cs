using System.Globalization;
using System.Text;

namespace Msmtp.Bench;

/// <summary>The files and arguments of a step.</summary>
static class GrownFiles
{
    const string Field = "X-Field: the value of a field that nobody knows, as long as a line of text usually is\n";
    const string Continuation = " a line that continues the field before it, as long as a line of text usually is\n";
    const string Body = "\nA few lines\nof text.\n";

    public static IEnumerable<string> Recipients(long count) => Numbers(count).Select(static i => $"recipient{i}@example.net");

    public static string ToField(Workbench bench, long count) => bench.Write("to.eml",
        $"From: me@example.org\nTo: {string.Join(",\n ", Recipients(count))}\nSubject: hello\n{Body}");

    public static string Header(Workbench bench, long octets) =>
        bench.Write("header.eml", $"From: me@example.org\n{Repeated(Field, octets)}{Body}");

    public static string LongField(Workbench bench, long octets) =>
        bench.Write("field.eml", $"From: me@example.org\nX-Long:\n{Repeated(Continuation, octets)}{Body}");

    /// <summary>The last account is the one that sends.</summary>
    public static string Accounts(Workbench bench, int port, long count)
    {
        var text = new StringBuilder();
        foreach (var i in Numbers(count))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"account account{i}\nhost 127.0.0.1\nport {port}\nfrom user{i}@example.org\nauth off\ntls off\n\n");
        }
        return bench.Write("accounts.rc", text.Append(CultureInfo.InvariantCulture, $"account default : account{count}\n").ToString());
    }

    public static string WithAliases(Workbench bench, int port, long count)
    {
        var lines = Numbers(count).Select(static i => $"name{i}: user{i}@example.net\n");
        var aliases = bench.Write("aliases", string.Concat(lines));
        return Configurations.FourAccounts(bench, "aliases.rc", port, more: $"aliases {aliases}");
    }

    // Exactly as many octets as asked for: the limit is checked to the octet.
    static string Repeated(string line, long octets) => new StringBuilder().Insert(0, line, (int)(octets / line.Length)).ToString();

    static IEnumerable<int> Numbers(long count) => Enumerable.Range(1, (int)count);
}
