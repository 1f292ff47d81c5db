using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

public sealed class HeaderBlockTests
{
    [Fact]
    public void A_field_has_a_name_a_value_and_its_folded_lines()
    {
        var fields = Fields("From mbox\n lead\nTo: a,\n b\nX\nSubject:\n\tq: r\n \nZ:\n");

        Assert.Equal(
            [
                ("", "", "From mbox\n lead\n"),
                ("To", " a,\n b", "To: a,\n b\n"),
                ("", "", "X\n"),
                ("Subject", "\n\tq: r\n ", "Subject:\n\tq: r\n \n"),
                ("Z", "", "Z:\n"),
            ],
            fields);
    }

    [Fact]
    public void A_block_that_starts_with_a_folded_line_has_a_field_without_a_name_of_ours()
    {
        Assert.Equal([(" To", " z", " To: z\n"), ("To", " a", "To: a\n")], Fields(" To: z\nTo: a\n"));
    }

    [Fact]
    public void An_empty_block_has_no_fields()
    {
        Assert.Empty(Fields("\n"));
    }

    [Theory]
    [InlineData("tO: x", true)]
    [InlineData("To : x", true)]
    [InlineData("T o: x", false)]
    [InlineData("Toast: x", false)]
    [InlineData("To-Do: x", false)]
    [InlineData("To", false)]
    [InlineData("BCC:", true)]
    [InlineData("Ccc: x", false)]
    [InlineData("Resent-To: x", false)]
    public void A_name_is_compared_without_case_and_blanks_in_front_of_the_colon_mean_nothing(string line, bool isDestination)
    {
        var fields = MessageText.Header(line).GetEnumerator();
        fields.MoveNext();

        Assert.Equal(isDestination, fields.Current.IsDestination);
    }

    static List<(string Name, string Value, string Octets)> Fields(string text)
    {
        var fields = new List<(string Name, string Value, string Octets)>();
        foreach (var field in MessageText.Header(text))
            fields.Add((MessageText.Of(field.Name.ToArray()), MessageText.Of(field.Value.ToArray()), MessageText.Of(field.Octets.ToArray())));
        return fields;
    }
}
