namespace KongLite.Conformance;

public sealed class ConformanceTests
{
    public static TheoryData<string> Files => [.. Cases.All];

    [ConformanceTheory]
    [MemberData(nameof(Files))]
    public async Task Answers_as_Kong_does(string file) => await PlayAsync(Player.OnFiles, file);

    [ConformanceTheory(needsPostgres: true)]
    [MemberData(nameof(Files))]
    public async Task Answers_as_Kong_does_on_PostgreSQL(string file) => await PlayAsync(Player.OnPostgres, file);

    [Fact]
    public void Names_only_cases_that_exist_as_not_served_yet() => Assert.Empty(Cases.NotYet.Except(Cases.All));

    private static async Task PlayAsync(Player player, string file)
    {
        CaseResult result = await player.ResultAsync(file);
        if (Cases.NotYet.Contains(file))
        {
            Assert.True(result.Failures.Count > 0, $"{file} passes now: remove it from tests/conformance/not-yet.txt");
        }
        else
        {
            Assert.True(result.Failures.Count == 0, result.Describe());
        }
    }
}
