"""What everything stands on: actors, teams, rights, money, clock, calendar, jobs, facts. It knows no customer."""
