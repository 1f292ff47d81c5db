namespace Msmtp.Bench.Tests;

public sealed class DocsPartTests : IDisposable
{
    readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Only_what_stands_between_its_comments_is_replaced()
    {
        File.WriteAllText(file, "before\n<!-- bench: table -->\nold\n<!-- bench: end of table -->\nbehind\n");

        DocsPart.Replace(file, "table", "new\n");

        Assert.Equal("before\n<!-- bench: table -->\nnew\n<!-- bench: end of table -->\nbehind\n", File.ReadAllText(file));
    }

    [Fact]
    public void A_file_without_the_comments_is_left_alone()
    {
        File.WriteAllText(file, "before\n");

        Assert.Throws<InvalidDataException>(() => DocsPart.Replace(file, "table", "new\n"));
        Assert.Equal("before\n", File.ReadAllText(file));
    }
}
