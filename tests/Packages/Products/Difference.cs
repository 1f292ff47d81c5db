using Msmtp.TestKit;

namespace Msmtp.Packages.Tests.Products;

/// <summary>What two files differ in, named by the members of the archives that they are, and of the archives in these.</summary>
/// <param name="folder">Where archives may be unpacked.</param>
sealed class Difference(string folder)
{
    const int Enough = 10;

    // What an archive says of its members besides: a text, which is looked at when the members are the same.
    const string Listing = ".listing";

    const string Facts = """
        cd "$0" && find . -mindepth 1 ! -name .listing \
            \( -type d -printf '%P\t%M\n' -o -printf '%P\t%M%l of %TY-%Tm-%Td %TH:%TM:%.2TS\n' \) | sort
        """;

    readonly List<string> found = [];
    int archives;

    /// <summary>The first differences, a line each; none: the files are the same, octet for octet.</summary>
    /// <param name="first">A file.</param>
    /// <param name="second">The one that should be the same.</param>
    public async Task<IReadOnlyList<string>> BetweenAsync(string first, string second)
    {
        found.Clear();
        await CompareAsync(Path.GetFileName(first), first, second);
        return found;
    }

    async Task CompareAsync(string name, string first, string second)
    {
        var differ = await RunAsync("cmp", first, second);
        if (differ.ExitCode == 0 || found.Count >= Enough)
            return;
        var before = found.Count;
        var (one, other) = (Path.Combine(folder, $"{++archives}"), Path.Combine(folder, $"{++archives}"));
        if (await UnpackAsync(first, one) && await UnpackAsync(second, other))
            await CompareFoldersAsync(name, one, other);
        if (found.Count == before)
            found.Add($"{name}: {Where(differ.OutputText)}");
    }

    async Task CompareFoldersAsync(string name, string one, string other)
    {
        var before = found.Count;
        var (facts, others) = (await FactsAsync(one), await FactsAsync(other));
        foreach (var member in facts.Keys.Union(others.Keys).Order(StringComparer.Ordinal))
        {
            var (fact, otherFact) = (facts.GetValueOrDefault(member, "absent"), others.GetValueOrDefault(member, "absent"));
            if (fact.StartsWith('-') && otherFact.StartsWith('-'))
                await CompareAsync($"{name}: {member}", Path.Combine(one, member), Path.Combine(other, member));
            if (fact != otherFact)
                found.Add($"{name}: {member}: {fact}, and {otherFact}");
        }
        if (found.Count == before && File.Exists(Path.Combine(one, Listing)))
            await CompareListingsAsync(name, Path.Combine(one, Listing), Path.Combine(other, Listing));
    }

    async Task CompareListingsAsync(string name, string one, string other)
    {
        var lines = (await File.ReadAllLinesAsync(one)).Zip(await File.ReadAllLinesAsync(other));
        foreach (var (line, otherLine) in lines.Where(static pair => pair.First != pair.Second).Take(1))
            found.Add($"{name}: \"{line.Trim()}\", and \"{otherLine.Trim()}\"");
    }

    // The kind, rights and time of every member. What is in it is compared octet by octet.
    static async Task<Dictionary<string, string>> FactsAsync(string folder)
    {
        var told = (await RunAsync("sh", "-c", Facts, folder)).OutputText;
        return told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('\t'))
            .ToDictionary(static fields => fields[0], static fields => fields[1]);
    }

    // A layer of an image is a tar file by its first octets, not by its name.
    static async Task<bool> UnpackAsync(string file, string folder)
    {
        var unpack = Path.GetExtension(file) switch
        {
            ".deb" => "dpkg-deb -R \"$1\" . && ar -tvO \"$1\" >.listing",
            ".rpm" => "rpm2cpio \"$1\" | cpio -idm --quiet && rpm -qp --xml \"$1\" >.listing",
            ".nupkg" => "unzip -qq \"$1\" && unzip -v \"$1\" >.listing",
            _ => "tar -tf \"$1\" && tar -xpf \"$1\" && tar --full-time --numeric-owner -tvf \"$1\" >.listing",
        };
        Directory.CreateDirectory(folder);
        return (await RunAsync("sh", "-c", $"cd \"$0\" && {{ {unpack}; }} >.log 2>&1 && rm .log", folder, file)).ExitCode == 0;
    }

    // "A B differ: byte N, line M", or "EOF on A after byte N".
    static string Where(string told)
    {
        var at = told.IndexOf("byte ", StringComparison.Ordinal);
        return at < 0 ? "one is longer" : $"octet {told[(at + 5)..].Split(',')[0]}";
    }

    static Task<CommandResult> RunAsync(string program, params string[] arguments) =>
        new CommandRunner(program) { Arguments = arguments, Timeout = TimeSpan.FromMinutes(2) }
            .RunAsync(TestContext.Current.CancellationToken);
}
