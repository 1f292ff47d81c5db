using Msmtp.TestKit;

namespace Msmtp.Packages.Tests.Products;

/// <summary>Packages are the same, octet for octet, whoever makes them, where, and when.</summary>
public sealed class ReproducibilityTests : IDisposable
{
    // The sources as they are, committed or not, and what is fetched for them rather than made.
    const string Clone = """
        git clone --quiet --no-checkout "$0" "$1"
        cd "$0"
        git ls-files --cached --others --exclude-standard -z | tar --null -T - --ignore-failed-read -c 2>/dev/null | tar -C "$1" -x
        mkdir "$1/artifacts"
        cp -a artifacts/sysroot artifacts/image "$1/artifacts"
        """;

    readonly TempDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    // What is compiled for ARM64 is compiled from the same libraries, by the same compiler, as that for x86-64.
    [Fact(Explicit = true)]
    public async Task What_another_clone_makes_at_another_time_for_somebody_else_is_the_same()
    {
        var (clone, made) = (folder.File("some", "where", "else"), folder.File("made"));
        Directory.CreateDirectory(Path.GetDirectoryName(clone)!);
        await Product.RunAsync("sh", "-ec", Clone, TestPaths.Root, clone);

        var packed = await new CommandRunner("sh")
        {
            Arguments = ["-c", "umask 077; exec ./package.sh \"$0\"", made],
            WorkingDirectory = clone,
            Environment = new Dictionary<string, string>
            {
                ["PACKAGE_RIDS"] = "linux-x64",
                ["TZ"] = "Asia/Kathmandu",
                ["LANG"] = "tr_TR.UTF-8",
                ["LC_ALL"] = "",
                ["USER"] = "somebody",
                ["HOME"] = folder.File("some"),
                ["TMPDIR"] = folder.File("some"),
                ["NUGET_PACKAGES"] = Packages(),
            },
            Timeout = TimeSpan.FromMinutes(15),
        }.RunAsync(Token);

        Assert.True(packed.ExitCode == 0, packed.ToString());
        var found = await DifferencesAsync(made);
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    // $0 is what was made, $1 the same with a fault, made in a folder of its own.
    [Theory(Explicit = true)]
    [InlineData(
        "*-linux-x64.tar.gz", "tar -xzf $0; touch -d '2001-02-03 04:05:06' */share/doc/msmtp-net/README.md; tar -czf $1 *",
        @"/README\.md: -rw-r--r-- of \S+ \S+, and -rw-r--r-- of 2001-02-03 04:05:06$")]
    [InlineData(
        "*-linux-x64.tar.gz", "tar -xzf $0; chmod 600 */share/doc/msmtp-net/README.md; tar -czf $1 *",
        @"/README\.md: -rw-r--r-- of .*, and -rw------- of ")]
    [InlineData("*-linux-x64.tar.gz", "tar -xzf $0; tar --owner=somebody:1234 -czf $1 *", @"tar\.gz: "".* 0/0 .*"", and "".* 1234/0 ")]
    [InlineData(
        "msmtp-net_*_amd64.deb",
        "dpkg-deb -R $0 x; pwd | dd conv=notrunc seek=100 of=x/usr/bin/msmtp status=none; dpkg-deb --root-owner-group -b x $1",
        @"\.deb: usr/bin/msmtp: octet \d+$")]
    [InlineData(
        "msmtp-net_*_amd64.deb", "dpkg-deb -R $0 x; rm x/usr/share/man/man1/*; dpkg-deb --root-owner-group -b x $1",
        @"\.deb: usr/share/man/man1/msmtp\.1\.gz: -rw-r--r-- of .*, and absent$")]
    [InlineData("Msmtp.Tool.linux-x64.*.nupkg", "unzip -qq $0; date >>README.md; zip -qr $1 .", @"\.nupkg: README\.md: one is longer$")]
    [InlineData(
        "*-linux-x64.oci.tar", """
            tar -xf $0
            layer=$(find blobs -type f -size +1M)
            mkdir x
            tar -C x -xf $layer
            pwd >>x/etc/nsswitch.conf
            tar -C x -czf $layer .
            tar -cf $1 .
            """, @"\.oci\.tar: blobs/sha256/[0-9a-f]+: etc/nsswitch\.conf: one is longer$")]
    [InlineData(
        "msmtp-net-?.*.x86_64.rpm", """
            rpm2cpio $0 | cpio -idm --quiet
            mkdir -p tree && tar -C tree --strip-components=1 -xzf "$(dirname $0)"/*-linux-x64.tar.gz
            pwd >>tree/share/doc/msmtp-net/README.md
            export SOURCE_DATE_EPOCH=$(git -C "$ROOT" log -1 --format=%ct)
            rpmbuild -bb --target x86_64 --define "_topdir $PWD/rpm" --define "number $(rpm -qp --qf '%{VERSION}' $0)" \
                --define "tree $PWD/tree" "$ROOT/packaging/rpm/msmtp-net.spec" >log 2>&1 || { cat log >&2; exit 1; }
            mv rpm/RPMS/x86_64/"$(basename $0)" $1
            """, @"\.rpm: usr/share/doc/msmtp-net/README\.md: one is longer$")]
    public async Task A_planted_fault_is_named(string pattern, string plant, string told)
    {
        var file = Product.File(pattern);
        var (work, planted) = (folder.File("work"), folder.File(Path.GetFileName(file)));
        Directory.CreateDirectory(work);
        await Product.RunAsync("sh", "-ec", $"cd '{work}'\nROOT='{TestPaths.Root}'\n{plant}", file, planted);

        var found = await new Difference(folder.Path).BetweenAsync(file, planted);

        Assert.Matches(told, found[0]);
    }

    async Task<List<string>> DifferencesAsync(string made)
    {
        var files = Directory.GetFiles(made)
            .Where(static file => Path.GetFileName(file) is not ("SHA256SUMS" or ".made" or ".packaged")).ToList();
        Assert.Equal(11, files.Count);
        var difference = new Difference(Directory.CreateDirectory(folder.File("differences")).FullName);
        var found = new List<string>();
        foreach (var file in files.Order(StringComparer.Ordinal))
            found.AddRange(await difference.BetweenAsync(Path.Combine(Product.Folder, Path.GetFileName(file)), file));
        return found;
    }

    static string Packages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
