using System.Runtime.CompilerServices;

namespace Msmtp.Text.Tests;

public sealed class UnicodeTablesTests
{
    /// <summary>The tables have to be written anew for another version.</summary>
    const string Version = "15.0.0";

    [Fact]
    public void The_tables_are_what_the_files_of_Unicode_say()
    {
        Assert.SkipUnless(UnicodeCharacterDatabase.Version is not null, "unicode-data is not installed");
        var source = UnicodeTablesSource.Write();
        if (Environment.GetEnvironmentVariable("MSMTP_UPDATE_TABLES") == "1")
            File.WriteAllText(Path(), source);
        Assert.SkipUnless(UnicodeCharacterDatabase.Version == Version, $"unicode-data is of version {UnicodeCharacterDatabase.Version}");

        Assert.Equal(File.ReadAllText(Path()), source);
    }

    static string Path([CallerFilePath] string here = "") =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "../../src/Text/UnicodeTables.g.cs");
}
