-- A review outlives whoever wrote it, without their name.
alter table catalog.review alter column author_name drop not null;
