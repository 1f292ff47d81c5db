namespace Msmtp.Peers;

public sealed class OutcomeTableTests
{
    // Mechanisms with channel binding have rows of their own.
    static readonly (string Mechanism, string Server)[] Rows =
        [.. OutcomeTable.Rows.Where(static row => !row.Mechanism.EndsWith("-PLUS", StringComparison.Ordinal))];

    [Fact]
    public void Each_mechanism_has_a_row_for_each_server_and_no_other_mechanism_has_one()
    {
        var servers = Rows.Select(static row => row.Server).Distinct();

        Assert.Equal(
            Logins.Mechanisms.SelectMany(_ => servers, static (mechanism, server) => (mechanism, server)).Order(), Rows.Order());
    }

    [Fact]
    public void No_test_has_left_a_cell_empty()
    {
        Assert.All(Rows, static row => Assert.DoesNotContain(OutcomeTable.Unknown, OutcomeTable.Outcomes(row.Mechanism, row.Server)));
    }
}
