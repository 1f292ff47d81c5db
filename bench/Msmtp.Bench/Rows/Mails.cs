namespace Msmtp.Bench;

/// <summary>Messages in files, for programs that read one from their standard input.</summary>
static class Mails
{
    public static string Small(Workbench bench) => bench.Write("small.eml", MailText.Small);

    /// <summary>A message of the given size.</summary>
    public static string OfSize(Workbench bench, long octets)
    {
        var path = bench.PathOf($"{octets}.eml");
        if (File.Exists(path))
            return path;
        using var file = File.Create(path);
        MailText.Write(file, octets);
        return path;
    }
}
