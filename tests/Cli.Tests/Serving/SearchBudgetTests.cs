using Msmtp.Testing;

namespace Msmtp.Cli.Tests.Serving;

public sealed class SearchBudgetTests
{
    readonly ManualTime time = new();

    [Fact]
    public void Whoever_is_searching_waits_for_the_end_of_it()
    {
        var budget = new SearchBudget(time);

        Assert.True(budget.TryBegin("uid 1"));
        Assert.False(budget.TryBegin("uid 1"));
        Assert.True(budget.TryBegin("uid 2"));
        budget.End("uid 1", TimeSpan.FromSeconds(1));
        Assert.True(budget.TryBegin("uid 1"));
    }

    [Fact]
    public void A_long_search_has_to_be_waited_out()
    {
        var budget = new SearchBudget(time);
        budget.TryBegin("uid 1");
        budget.End("uid 1", TimeSpan.FromSeconds(3));

        Assert.False(budget.TryBegin("uid 1"));
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(budget.TryBegin("uid 1"));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(budget.TryBegin("uid 1"));
    }

    [Fact]
    public void However_many_come_the_one_who_searches_most_is_remembered()
    {
        var budget = new SearchBudget(time);
        budget.End("uid 1", TimeSpan.FromSeconds(10));

        for (var i = 0; i < 5000; i++)
            budget.End($"{i}", TimeSpan.FromSeconds(0.1));

        Assert.False(budget.TryBegin("uid 1"));
    }
}
